package dev.locklab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.AnomalousUpdate;
import dev.locklab.audit.Anomaly;
import dev.locklab.audit.Inquiry;
import dev.locklab.exit.UsageException;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.Explained;
import dev.locklab.run.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows a long list a part at a time, or all of it to programs. */
@HelpGroup("List")
final class Paging {

  private static final long SHOWN = 50;

  /** How a list is written. */
  enum Format {
    TEXT,
    NDJSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--format",
      paramLabel = "text|ndjson",
      description = "How to write the list. Default: text.")
  private @Nullable Format format;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Pass over the first N of the list. Default: 0.")
  private @Nullable Long offset;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show so many of the list. Default: 50 as text, all as ndjson.")
  private @Nullable Long limit;

  /** Says so if there is no list to page through. */
  void requireUnused() {
    if (format != null || offset != null || limit != null) {
      throw new UsageException("--format, --offset and --limit belong to --list");
    }
  }

  void show(Inquiry inquiry, Anomaly kind) {
    boolean text = format != Format.NDJSON;
    long from = Objects.requireNonNullElse(offset, 0L);
    long most = Objects.requireNonNullElse(limit, text ? SHOWN : Long.MAX_VALUE);
    if (from < 0 || most < 0) {
      throw new UsageException("--offset and --limit must not be below 0");
    }
    long[] place = {0};
    long total =
        inquiry.list(
            kind,
            from > Long.MAX_VALUE - most ? Long.MAX_VALUE : from + most,
            exhibit -> {
              long at = place[0]++;
              if (at >= from && at - from < most) {
                if (text) {
                  Console.print(Explained.line(exhibit));
                } else {
                  Console.data(List.of(json(exhibit)));
                }
              }
            });
    if (text) {
      String counted = Amounts.count(total, kind == Anomaly.MISSING ? "update" : "write");
      Console.print(counted + " " + kind.words() + place(total, from, most));
    }
  }

  /** Which part of the list was shown, and what there is after it. */
  static String place(long total, long from, long most) {
    long shown = Math.max(0, Math.min(total - from, most));
    if (shown == total) {
      return ".";
    }
    if (from >= total) {
      return "; there is none from number %s on.".formatted(Amounts.plain(from + 1));
    }
    String part =
        "; shown: %s from number %s on; ".formatted(Amounts.plain(shown), Amounts.plain(from + 1));
    return part
        + (from + shown < total ? "go on with --offset " + (from + shown) : "there is no more.");
  }

  private static String json(AnomalousUpdate exhibit) {
    try {
      return Json.MAPPER.writeValueAsString(exhibit);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
