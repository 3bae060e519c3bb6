package dev.locklab.it;

/** On valkey/valkey:8 in a container. */
class Valkey8StrategiesIT extends StrategyContract {

  Valkey8StrategiesIT() {
    super(TestServer.of("valkey/valkey:8"));
  }
}
