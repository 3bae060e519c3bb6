package dev.locklab.cli;

import dev.locklab.audit.Judged;
import dev.locklab.lab.RunFolder;
import dev.locklab.options.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows runs again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Show a run, or a comparison of runs, again from its folder.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Folder of a run or of a comparison.")
  private Path folder = Path.of(".");

  @Override
  public Integer call() {
    if (RunFolder.isOne(folder)) {
      Output.run(Judged.of(new RunFolder(folder).read()));
      return 0;
    }
    List<Path> runs;
    try (Stream<Path> inside = Files.list(folder)) {
      runs = inside.filter(RunFolder::isOne).sorted(Comparator.naturalOrder()).toList();
    } catch (IOException e) {
      throw new UsageException("there is no folder " + folder);
    }
    if (runs.isEmpty()) {
      throw new UsageException("there is no run in " + folder);
    }
    Output.comparison(runs.stream().map(run -> Judged.of(new RunFolder(run).read())).toList());
    return 0;
  }
}
