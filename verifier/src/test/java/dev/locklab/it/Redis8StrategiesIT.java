package dev.locklab.it;

/** On redis:8 in a container. */
class Redis8StrategiesIT extends StrategyContract {

  Redis8StrategiesIT() {
    super(TestServer.of("redis:8"));
  }
}
