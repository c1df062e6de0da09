import { goldenSpec } from '@xunlian/testing/golden';
import { openStores } from '../src/context.ts';

goldenSpec('rectification', openStores);
