import { serviceUnderTest } from '@xunlian/harness';
import { scopeSpec } from '@xunlian/harness/scope';
import { service } from '../src/service.ts';

scopeSpec('pools', () => serviceUnderTest(service));
