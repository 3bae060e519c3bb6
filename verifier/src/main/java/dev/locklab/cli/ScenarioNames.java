package dev.locklab.cli;

import dev.locklab.incident.Incident;
import dev.locklab.incident.Incidents;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scenarios;
import java.util.Iterator;
import java.util.stream.Stream;

/** What 'scenario' can be asked for, for shells that complete what is typed. */
final class ScenarioNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Stream.of(
            Stream.of("list", "all", "incidents"),
            Scenarios.all().stream().map(Scenario::name),
            Incidents.all().stream().map(Incident::name))
        .flatMap(names -> names)
        .iterator();
  }
}
