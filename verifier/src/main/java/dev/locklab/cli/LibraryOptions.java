package dev.locklab.cli;

import dev.locklab.lab.Libraries;
import dev.locklab.options.HelpGroup;
import java.util.List;
import picocli.CommandLine.Option;

/** Which libraries the lab's own workers have loaded. */
@HelpGroup("Libraries")
final class LibraryOptions {

  @Option(
      names = "--with",
      split = ",",
      paramLabel = "G:A:V",
      description =
          "What comes first on the workers' class path, as group:artifact:version, with what it"
              + " needs; fetched as Maven does.")
  private List<String> with = List.of();

  @Option(
      names = "--offline",
      description = "Fetch nothing: what is not in Maven's local repository is not to be had.")
  private boolean offline;

  boolean isGiven() {
    return !with.isEmpty();
  }

  /** What a command must say again to come to the same. */
  String again() {
    return with.isEmpty() ? "" : " --with " + String.join(",", with);
  }

  Libraries libraries() {
    return new Libraries(with, offline);
  }
}
