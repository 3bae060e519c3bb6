package dev.locklab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Exhibit;
import dev.locklab.audit.Inquiry;
import dev.locklab.audit.Kind;
import dev.locklab.options.UsageException;
import dev.locklab.report.Explained;
import dev.locklab.run.Json;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows a long list a part at a time, or all of it to programs. */
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

  void show(Inquiry inquiry, Kind kind) {
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
            exhibit -> {
              long at = place[0]++;
              if (at >= from && at - from < most) {
                System.out.println(text ? Explained.line(exhibit) : json(exhibit));
              }
            });
    if (text) {
      long shown = Math.max(0, Math.min(total - from, most));
      System.out.println(
          "%s %s%s"
              .formatted(
                  Amounts.count(total, kind == Kind.MISSING ? "update" : "write"),
                  kind.words(),
                  shown == total
                      ? "."
                      : "; shown: %s from number %s on; go on with --offset %d"
                          .formatted(Amounts.plain(shown), Amounts.plain(from + 1), from + shown)));
    }
  }

  private static String json(Exhibit exhibit) {
    try {
      return Json.MAPPER.writeValueAsString(exhibit);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
