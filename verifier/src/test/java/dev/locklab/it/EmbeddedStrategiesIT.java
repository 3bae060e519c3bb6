package dev.locklab.it;

/** On the Redis that the lab carries. */
class EmbeddedStrategiesIT extends StrategyContract {

  EmbeddedStrategiesIT() {
    super(TestServer.embedded());
  }
}
