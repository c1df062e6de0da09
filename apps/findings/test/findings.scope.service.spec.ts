import { serviceUnderTest } from '@xunlian/testing';
import { scopeSpec } from '@xunlian/testing/scope';
import { service } from '../src/service.ts';

scopeSpec('findings', () => serviceUnderTest(service), { Clue: ['about'], Outcome: ['personRef'] });
