export { brokersAt, prepareBroker, startBroker, type Broker, type BrokerSettings } from './broker.ts';
