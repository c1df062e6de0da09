import { goldenSpec } from '@xunlian/harness/golden';
import { openStores } from '../src/context.ts';

goldenSpec('rectification', openStores);
