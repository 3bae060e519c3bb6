package dev.locklab.cli;

import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.Iterator;

/** The strategies that there are, for shells that complete what is typed. */
final class StrategyNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Strategies.known().stream().map(Strategy::name).iterator();
  }
}
