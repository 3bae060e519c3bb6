package dev.locklab.it;

/** On the Redis that the lab carries. */
class CarriedStrategiesIT extends StrategyContract {

  CarriedStrategiesIT() {
    super(TestServer.carried());
  }
}
