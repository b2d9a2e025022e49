import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A comment as GitHub has it. */
interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

/** A stand-in for the part of GitHub's REST API that keeps comments on a pull request. */
export interface FakeGitHub {
  readonly url: string;
  readonly comments: Comment[];
  /** `POST /repos/…`, in order. */
  readonly requests: string[];
  /** Answers writing with 403, as GitHub does to the token of a fork. */
  readOnly: boolean;
}

/** Starts it on this machine. It stops when the test is over. */
export async function startGitHub(token: string, existing: readonly string[] = []): Promise<FakeGitHub> {
  const comments = existing.map((body, i): Comment => ({ id: i + 1, body, user: { login: "mallory", type: "User" } }));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", url = "", headers } = request;
      requests.push(`${method} ${url}`);
      const body = await bodyOf(request);
      const [status, answer] =
        headers.authorization === `Bearer ${token}`
          ? respond(method, url, body)
          : [401, { message: "Bad credentials" }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    })();
  });
  const respond = (method: string, url: string, body: string): [number, unknown] => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (method === "GET") {
      const [size, page] = [Number(searchParams.get("per_page")), Number(searchParams.get("page"))];
      return [200, comments.slice((page - 1) * size, page * size)];
    }
    if (method === "POST" && pathname === "/graphql") {
      return [200, { data: { viewer: { login: "github-actions[bot]" } } }];
    }
    if (github.readOnly) return [403, { message: "Resource not accessible by integration" }];
    const text = String(JSON.parse(body).body);
    if (method === "POST") {
      const comment = { id: comments.length + 1, body: text, user: { login: "github-actions[bot]", type: "Bot" } };
      comments.push(comment);
      return [201, comment];
    }
    const comment = comments.find(({ id }) => pathname.endsWith(`/issues/comments/${id}`));
    if (method !== "PATCH" || comment === undefined) return [404, { message: "Not Found" }];
    comment.body = text;
    return [200, comment];
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const github: FakeGitHub = { url: `http://127.0.0.1:${port}`, comments, requests, readOnly: false };
  return github;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
