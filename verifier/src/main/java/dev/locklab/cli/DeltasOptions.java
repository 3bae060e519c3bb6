package dev.locklab.cli;

import dev.locklab.exit.UsageException;
import dev.locklab.options.HelpGroup;
import dev.locklab.run.Deltas;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which amounts the updates have. */
@HelpGroup("Amounts")
final class DeltasOptions {

  @Option(
      names = "--deltas",
      split = ",",
      paramLabel = "N",
      description =
          "Amounts, dealt to the workers in turn, over and over: 100,-100."
              + " Default: random in -100..100.")
  private @Nullable List<Long> deltas;

  @Option(
      names = "--deltas-file",
      paramLabel = "FILE",
      description =
          "Amounts from a file, one a line, dealt in turn; each once, unless --updates or"
              + " --duration. With decimals they are read as cents.")
  private @Nullable Path file;

  @Option(
      names = "--deltas-column",
      paramLabel = "NAME",
      description = "The column with the amounts, if the file is a CSV file.")
  private @Nullable String column;

  @Option(
      names = "--debit-column",
      paramLabel = "NAME",
      description = "The column with what is taken away, where credits have a column of their own.")
  private @Nullable String debitColumn;

  @Option(
      names = "--credit-column",
      paramLabel = "NAME",
      description = "The column with what is added, where debits have a column of their own.")
  private @Nullable String creditColumn;

  @Option(
      names = "--deltas-separator",
      paramLabel = "SIGN",
      description =
          "What parts the columns: ${COMPLETION-CANDIDATES}. Default: the one under which the"
              + " file has the columns.")
  private DeltasFile.@Nullable Separator separator;

  @Option(
      names = "--deltas-decimal",
      paramLabel = "SIGN",
      description =
          "The decimal sign: point (1,000.50) or comma (1.000,50). Default: point, where the file"
              + " leaves no doubt.")
  private AmountFormat.@Nullable DecimalSign decimal;

  private DeltasFile.@Nullable Contents contents;

  /** Whether amounts were chosen, in whichever way. */
  boolean isGiven() {
    return deltas != null || file != null;
  }

  /** Whether there is a list to be worked off. */
  boolean isList() {
    return file != null;
  }

  /**
   * The amounts that were chosen.
   *
   * @param once whether each amount of a file is applied exactly once
   * @throws UsageException if the options contradict each other, or the file is not what it should
   *     be
   */
  Deltas chosen(boolean once) {
    if (deltas != null && file != null) {
      throw new UsageException("--deltas and --deltas-file exclude each other");
    }
    if (file == null) {
      requireFile("--deltas-column", column);
      requireFile("--debit-column", debitColumn);
      requireFile("--credit-column", creditColumn);
      requireFile("--deltas-separator", separator);
      requireFile("--deltas-decimal", decimal);
      return deltas == null ? Deltas.UNIFORM : Deltas.dealt(deltas);
    }
    DeltasFile.Contents read = contents(file);
    Deltas amounts = once ? Deltas.eachOnce(read.deltas()) : Deltas.dealt(read.deltas());
    return amounts.inCents(read.cents());
  }

  private static void requireFile(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(option + " needs --deltas-file");
    }
  }

  /** Read once: a pipe can be read no second time, and all runs are to have the same amounts. */
  private DeltasFile.Contents contents(Path from) {
    DeltasFile.Contents read = contents;
    if (read == null) {
      read = DeltasFile.read(from, new DeltasFile.Layout(columns(), separator, decimal));
      contents = read;
    }
    return read;
  }

  private List<String> columns() {
    if ((debitColumn == null) != (creditColumn == null)) {
      throw new UsageException("--debit-column and --credit-column go together");
    }
    if (column != null && debitColumn != null) {
      throw new UsageException(
          "--deltas-column excludes --debit-column and --credit-column: it has both signs");
    }
    if (debitColumn != null && creditColumn != null) {
      return List.of(debitColumn, creditColumn);
    }
    if (column == null && separator != null) {
      throw new UsageException("--deltas-separator needs --deltas-column");
    }
    return column == null ? List.of() : List.of(column);
  }
}
