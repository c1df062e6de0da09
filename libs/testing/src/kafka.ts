// A front door of its own: who needs a broker alone need not load what starts a service.
export { startBroker, type Broker } from './kafka/broker.ts';
export { startTestBroker, testKafka, type TestKafka } from './kafka/testKafka.ts';
