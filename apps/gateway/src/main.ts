import { stopOnSignal } from '@xunlian/service';
import { readConfig } from './config.ts';
import { startGateway } from './start.ts';

const gateway = await startGateway(readConfig());
stopOnSignal('gateway', gateway.stop);
