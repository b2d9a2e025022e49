// Makes docs/options.md from the texts of --help, so that the pages need not repeat them.

/** Wide enough that each option stands on one line. */
const WIDTH = 1000;

/**
 * An option as a command's help has it: its names, what it does, and what it may be given.
 * @typedef {{ names: string, text: string, values: string }} Option
 */

/**
 * The options of a help text.
 * @param {string} help
 * @returns {Option[]}
 */
function optionsOf(help) {
  const [, section = ""] = /^Options:\n((?: .*\n)*)/m.exec(help) ?? [];
  return section.split("\n").flatMap((line) => {
    const match = /^ +((?:-\w, )?-{1,2}[\w-]+) +(.*?)(?: {2,}(\[.*\]))?$/.exec(line.trimEnd());
    if (match === null) return [];
    const [, names = "", text = "", tags = ""] = match;
    return [{ names, text, values: valuesOf(tags) }];
  });
}

/**
 * `[string] [default: auto]` in words.
 * @param {string} tags
 */
function valuesOf(tags) {
  const [, choices] = /\[choices: ([^\]]*)\]/.exec(tags) ?? [];
  const [, initial] = /\[default: ([^\]]*)\]/.exec(tags) ?? [];
  const values = [];
  if (choices !== undefined) values.push(choices.replaceAll('"', "`"));
  if (tags.includes("[array]")) values.push("several, with commas or repeated");
  if (initial !== undefined && initial !== "false" && initial !== "[]") {
    values.push(`default \`${initial.replaceAll('"', "")}\``);
  }
  return values.join("; ");
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|");
}

/**
 * The page. `helpText`: the help of a command in a width.
 * @param {readonly string[]} commands
 * @param {(command: string, width: number) => Promise<string>} helpText
 */
export async function optionsPage(commands, helpText) {
  /** @type {Map<string, { option: Option, commands: string[] }>} */
  const rows = new Map();
  for (const command of commands) {
    for (const option of optionsOf(await helpText(command, WIDTH))) {
      const key = JSON.stringify(option);
      const row = rows.get(key) ?? { option, commands: [] };
      row.commands.push(command);
      rows.set(key, row);
    }
  }
  const all = [...rows.values()];
  const common = all.filter((row) => row.commands.length === commands.length);
  const others = all.filter((row) => row.commands.length < commands.length);
  return `<!-- Made from the texts of --help by \`npm run docs\`. Edit those, in src/cli. -->

# Options

\`escape-report COMMAND --help\` shows the options of one command. What stands behind \`--\` goes to \`go build\`.

## Of every command

| option | what it does | values |
| --- | --- | --- |
${common.map(({ option }) => `| \`${option.names}\` | ${cell(option.text)} | ${cell(option.values)} |`).join("\n")}

## Of some commands

| option | commands | what it does | values |
| --- | --- | --- | --- |
${others
  .sort((a, b) => nameOf(a.option).localeCompare(nameOf(b.option), "en"))
  .map(({ option, commands: by }) => {
    const links = by.map((command) => `[${command}](${command}.md)`).join(", ");
    return `| \`${option.names}\` | ${links} | ${cell(option.text)} | ${cell(option.values)} |`;
  })
  .join("\n")}
`;
}

/** @param {Option} option */
function nameOf({ names }) {
  return names.replace(/^(?:-\w, )?-+/, "");
}
