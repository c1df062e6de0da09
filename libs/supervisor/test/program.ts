// Stands in for a service: listens, is ready, leaves on SIGTERM when all is answered, and answers /slow after 3 s. The file
// `broken-<name>` in its data folder breaks it.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const name = import.meta.filename.split('/').at(-3) ?? '';
if (existsSync(join(process.env['FOLDER'] ?? '', `broken-${name}`))) throw new Error(`${name} was made to fail`);
const server = createServer((request, response) => {
  response.statusCode = request.url === '/readyz' ? 200 : 404;
  response.flushHeaders();
  setTimeout(() => response.end(JSON.stringify(process.env)), request.url === '/slow' ? 3_000 : 0);
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => server.close());
