import type { StartConfig } from './config.ts';

/** Says where the system is and what it can be asked. */
export function welcome({ port, demo }: StartConfig, seconds: number): void {
  const elsewhere = port === 4000 ? '' : `XUNLIAN_URL=http://localhost:${port} `;
  const variables = JSON.stringify({ office: '431300', from: '2020-01-01', to: '2020-12-31', scope: 'SUBTREE' });
  const question = demo ? `query infra/samples/overview.graphql --variables '${variables}'` : 'status';
  console.log(`\nXunlian is ready (${seconds.toFixed(1)} s): http://localhost:${port}`);
  console.log(`Ask in another terminal:\n  ${elsewhere}npm run -s xunlian -- ${question}\nCtrl-C stops everything.`);
}
