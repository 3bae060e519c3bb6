package dev.locklab.cli;

import dev.locklab.archive.ExperimentFolder;
import dev.locklab.archive.ResultsFolder;
import dev.locklab.audit.Judged;
import dev.locklab.cli.ScenarioSeries.Place;
import dev.locklab.exit.UsageException;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Incidents;
import dev.locklab.lab.Libraries;
import dev.locklab.lab.ServerProgram;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.IncidentReport;
import dev.locklab.report.Sheet;
import dev.locklab.scenario.IncidentPlayer;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.ScenarioPlan;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.ScenarioRuns;
import dev.locklab.scenario.Scenarios;
import dev.locklab.scenario.Topology;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breaks things on purpose. */
@Command(
    name = "scenario",
    mixinStandardHelpOptions = true,
    description =
        "Break something on purpose, at a chosen moment, in real worker JVMs and servers of the"
            + " lab's own, and show which strategies still keep their promise.",
    footer = {
      "",
      "Examples:",
      "  verifier scenario list",
      "  verifier scenario frozen-holder --strategy lock",
      "  verifier scenario holder-killed frozen-holder --strategies lock,setnx,fenced --repeat 5",
      "  verifier scenario all --report out",
      "  verifier scenario incidents"
    })
@HelpGroup("Scenarios and strategies")
final class ScenarioCommand implements Callable<Integer> {

  private static final String LIST = "list";
  private static final String ALL = "all";
  private static final String INCIDENTS = "incidents";

  /** Each has four JVMs and servers with them, which wait for leases as much as they work. */
  private static final int MOST_AT_ONCE = 4;

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      completionCandidates = ScenarioNames.class,
      description =
          "Scenarios to play, or 'all'; or incidents, public faults of lock libraries, each with a"
              + " version that has it and one that is repaired, or 'incidents'; 'list' tells which"
              + " there are.")
  private List<String> names = List.of();

  @Option(
      names = "--strategies",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "The strategies; see 'strategies'. Default: ${DEFAULT-VALUE}.",
      defaultValue = "lock,setnx,fenced,handoff")
  private List<String> strategies = List.of();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "One strategy, in whose place --strategies takes several.")
  private @Nullable String strategy;

  @Option(
      names = "--topology",
      split = ",",
      paramLabel = "NAME",
      description =
          "What the subject is made of, where a scenario can be played on it: ${COMPLETION-CANDIDATES};"
              + " else the first that it can be played on.")
  private List<Topology> topologies = List.of();

  @Option(
      names = "--server",
      paramLabel = "IMAGE",
      description =
          "A container image whose server is the subject, such as valkey/valkey:9. Default: the"
              + " embedded one.")
  private @Nullable String server;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "How often each is played. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private int repeat;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "How many are played at once. Default: one more than there are processors, but no more than "
              + MOST_AT_ONCE
              + ".")
  private int parallel = Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors() + 1);

  @Mixin private LibraryOptions libraries = new LibraryOptions();

  @Mixin private LiveOptions live = new LiveOptions();

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report in all formats into this folder.")
  private @Nullable Path report;

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where runs are kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = ".locklab")
  private Path results = Path.of(".locklab");

  @Override
  public Integer call() throws Exception {
    if (names.contains(LIST)) {
      list();
      return 0;
    }
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1, not " + repeat);
    }
    if (parallel < 1) {
      throw new UsageException("--parallel must be at least 1, not " + parallel);
    }
    List<Incident> incidents = incidents();
    if (!incidents.isEmpty()) {
      if (live.isGiven()) {
        throw new UsageException("--live shows runs, and incidents make none");
      }
      return again(incidents);
    }
    List<Place> places = places();
    Path reports = report;
    if (reports != null) {
      ResultsFolder.writable("the report folder", reports);
    }
    Path folder =
        ResultsFolder.writable(
            "the results folder", results.resolve(ResultsFolder.stamp() + ScenarioRuns.FOLDER));
    ScenarioPlan plan = plan(places);
    plan.keepIn(folder);
    return live.during(
        "scenario " + String.join(" ", names),
        watching -> play(places, plan, folder, reports, watching));
  }

  private int play(
      List<Place> places, ScenarioPlan plan, Path folder, @Nullable Path reports, Watching watching)
      throws Exception {
    return Bench.in(
        display -> player(folder, places),
        (player, display) -> {
          ScenarioSeries series = new ScenarioSeries(player, parallel, watching);
          watching.expect(places.size() * repeat, List.of());
          try {
            series.play(repeated(places), display);
          } finally {
            display.close();
            if (!series.made().isEmpty()) {
              List<Judged> made = plan.order(series.made());
              show(made, reports, folder);
              watching.conclude(ScenarioRuns.sheet(made));
              Console.print("Kept in " + ResultsFolder.shown(folder));
            }
          }
          return Verdicts.exitCode(
              series.made().stream().map(run -> run.findings().grade()).toList());
        });
  }

  /** Does incidents again. */
  private int again(List<Incident> incidents) throws Exception {
    if (report != null) {
      ResultsFolder.writable("the report folder", report);
    }
    Path folder =
        ResultsFolder.writable(
            "the results folder", results.resolve(ResultsFolder.stamp() + IncidentFile.FOLDER));
    ServerProgram program = server == null ? ServerProgram.LOCAL : ServerProgram.image(server);
    return Bench.in(
        display -> new IncidentPlayer(libraries.libraries(), program),
        (player, display) -> {
          IncidentSeries series = new IncidentSeries(player, parallel);
          display.close();
          try {
            series.play(incidents, repeat);
          } finally {
            if (!series.proviso().isEmpty()) {
              Console.print(series.proviso());
            }
            List<IncidentReport.Row> rows = series.rows();
            if (!rows.isEmpty()) {
              IncidentFile.write(folder, rows);
              Sheet sheet = IncidentReport.of(rows);
              Output.sheet(sheet);
              write(sheet, report, folder);
              Console.print("Kept in " + ResultsFolder.shown(folder));
            }
          }
          return IncidentSeries.exitCode(series.rows());
        });
  }

  /** The incidents that were named; none where scenarios were. */
  private List<Incident> incidents() {
    List<Incident> named =
        names.stream()
            .flatMap(
                name ->
                    name.equals(INCIDENTS)
                        ? Incidents.all().stream()
                        : Incidents.find(name).stream())
            .distinct()
            .toList();
    boolean mixed =
        names.stream().anyMatch(name -> !name.equals(INCIDENTS) && Incidents.find(name).isEmpty());
    if (mixed && !named.isEmpty()) {
      throw new UsageException("scenarios and incidents are two commands: name one kind");
    }
    return named;
  }

  private ScenarioPlayer player(Path folder, List<Place> places) {
    Libraries from = libraries.libraries();
    // What cannot be had is better said before the first scenario than in the middle of all.
    places.forEach(place -> from.classPath(place.strategy()));
    ScenarioPlayer player = ScenarioPlayer.keepingIn(folder).with(from);
    return server == null ? player : player.with(ServerProgram.image(server));
  }

  private List<Place> repeated(List<Place> places) {
    return places.stream().flatMap(place -> Collections.nCopies(repeat, place).stream()).toList();
  }

  private static ScenarioPlan plan(List<Place> places) {
    return new ScenarioPlan(
        places.stream()
            .map(
                place ->
                    new ScenarioPlan.Cell(
                        ScenarioRuns.title(place.scenario().name(), place.topology().key()),
                        place.strategy().name()))
            .distinct()
            .toList());
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    List<Strategy> chosen =
        (strategy == null ? strategies : List.of(strategy))
            .stream().map(WorkloadOptions::proper).toList();
    for (String name : names) {
      for (Scenario scenario : name.equals(ALL) ? Scenarios.all() : List.of(named(name))) {
        for (Topology topology : topologies(scenario)) {
          chosen.stream()
              .filter(scenario::appliesTo)
              .forEach(one -> places.add(new Place(scenario, topology, one)));
        }
      }
    }
    if (places.isEmpty()) {
      throw new UsageException(
          "%s is no fault to %s%s"
              .formatted(
                  String.join(", ", names),
                  strategy == null ? String.join(", ", strategies) : strategy,
                  topologies.isEmpty()
                      ? ""
                      : topologies.stream()
                          .map(Topology::key)
                          .collect(Collectors.joining(", ", " on ", ""))));
    }
    return places;
  }

  private List<Topology> topologies(Scenario scenario) {
    List<Topology> possible = scenario.topologies();
    return topologies.isEmpty()
        ? possible.subList(0, 1)
        : topologies.stream().filter(possible::contains).toList();
  }

  private static Scenario named(String name) {
    try {
      return Scenarios.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage()
              + "; incidents are "
              + Incidents.all().stream().map(Incident::name).collect(Collectors.joining(", ")));
    }
  }

  private static void list() {
    Map<String, String> stories = new LinkedHashMap<>();
    Scenarios.all().forEach(scenario -> stories.put(scenario.name(), scenario.story()));
    Incidents.all()
        .forEach(
            incident ->
                stories.put(
                    incident.name(), "%s (%s)".formatted(incident.users(), incident.versions())));
    int width = stories.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    stories.forEach(
        (name, story) ->
            lines.add(String.format(Locale.ROOT, "%-" + width + "s  %s", name, story)));
    Console.print(lines);
  }

  private static void show(List<Judged> made, @Nullable Path reports, Path folder) {
    Sheet sheet = ScenarioRuns.sheet(made);
    Output.sheet(sheet);
    if (made.size() == 1) {
      Console.print("");
      Output.run(made.get(0));
    }
    write(sheet, reports, folder);
  }

  /** Writes it in all formats that it has. */
  private static void write(Sheet sheet, @Nullable Path reports, Path folder) {
    if (reports == null) {
      return;
    }
    ExperimentFolder kept = new ExperimentFolder(folder);
    for (Format format : Format.values()) {
      if (format != Format.HTML || sheet.drawing() != null) {
        Format.write(format.lines(sheet, kept), reports.resolve(format.file()));
      }
    }
    Console.print("Reports in " + ResultsFolder.shown(reports));
  }
}
