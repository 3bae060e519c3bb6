package dev.locklab.it;

/** On the Redis that a lab starts by itself. */
class EmbeddedStrategiesIT extends StrategyContract {

  EmbeddedStrategiesIT() {
    super(TestServer.embedded());
  }
}
