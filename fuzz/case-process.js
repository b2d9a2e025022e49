import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process is asked for so many cases: what one leaves behind in memory is found by the next. */
const CASES_A_PROCESS = 150;

/** How a case ended. @typedef {{ exitCode: number, stderr: string, kilobytes: number }} CaseResult */

/** A process that runs cases. */
export class CaseProcess {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory;
    this.done = 0;
    this.child = this.start();
  }

  start() {
    return fork(fileURLToPath(new URL("runner.js", import.meta.url)), {
      cwd: this.directory,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  /** @param {readonly string[]} words @param {number} most @returns {Promise<CaseResult>} */
  async run(words, most) {
    if (++this.done % CASES_A_PROCESS === 0) {
      this.child.kill();
      this.child = this.start();
    }
    const { child } = this;
    return new Promise((resolve) => {
      /** @param {CaseResult} result */
      const end = (result) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(result);
      };
      const fail = (/** @type {string} */ why) => {
        end({ exitCode: -1, stderr: why, kilobytes: 0 });
        child.kill("SIGKILL");
        this.child = this.start();
      };
      const timer = setTimeout(() => fail(`it takes more than ${most} ms`), most);
      child.once("message", end);
      child.once("exit", (code, signal) => fail(`the process ended: ${signal ?? code}`));
      child.send([...words]);
    });
  }

  end() {
    this.child.kill();
  }
}
