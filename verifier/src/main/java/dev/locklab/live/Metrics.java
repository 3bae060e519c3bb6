package dev.locklab.live;

import dev.locklab.experiment.Figure;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is on a board as metrics: every figure that the JSON report has, by its key and in its unit,
 * and the times that workers measured as histograms.
 */
final class Metrics {

  private static final String PREFIX = "locklab_";

  private final Board board;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  Metrics(Board board) {
    this.board = board;
    board.measured().register(registry);
    registry.register(this::figures);
  }

  /**
   * The format that is wanted; OpenMetrics where nobody says.
   *
   * @param accept the request's header; null for none
   */
  ExpositionFormatWriter writer(@Nullable String accept) {
    boolean other =
        accept != null && (accept.contains("text/plain") || accept.contains("protobuf"));
    return other ? formats.findWriter(accept) : formats.getOpenMetricsTextFormatWriter();
  }

  /** Writes all in a format. */
  void write(ExpositionFormatWriter format, OutputStream out) throws IOException {
    format.write(out, registry.scrape());
  }

  private MetricSnapshots figures() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (Figure figure : Figure.all()) {
      GaugeSnapshot.Builder gauge = GaugeSnapshot.builder();
      boolean known = false;
      for (Board.Line line : board.lines()) {
        BigDecimal value = line.figures().get(figure);
        if (value != null) {
          known = true;
          gauge.dataPoint(
              GaugeDataPointSnapshot.builder()
                  .labels(labels(line.strategy(), line.setting()))
                  .value(value.doubleValue())
                  .build());
        }
      }
      if (known) {
        all.metricSnapshot(described(gauge, figure));
      }
    }
    all.metricSnapshot(
        single("runs", "runs that there will be in all, as far as is known", board.runs()));
    all.metricSnapshot(single("runs_ended", "runs that have been judged", board.ended()));
    return all.build();
  }

  private static MetricSnapshot described(GaugeSnapshot.Builder gauge, Figure figure) {
    String unit = unit(figure.unit());
    gauge.help(figure.explanation());
    gauge.name(PREFIX + snake(figure.key()) + (unit.isEmpty() ? "" : "_" + unit));
    return (unit.isEmpty() ? gauge : gauge.unit(new Unit(unit))).build();
  }

  private static MetricSnapshot single(String name, String help, int value) {
    return GaugeSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  /** What tells one line from another. */
  static Labels labels(String strategy, String setting) {
    return Labels.of("strategy", strategy, "setting", setting);
  }

  /** {@code waitP99} is {@code wait_p99} here. */
  static String snake(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** The unit's symbol, spelled with letters; none for what is counted. */
  private static String unit(Figure.Unit unit) {
    return switch (unit) {
      case COUNT, AMOUNT, CHANGE, INDEX -> "";
      case PROCESSORS -> "processors";
      case PER_SECOND -> "per_second";
      case NANOS -> "ns";
      case NANOS_PER_UPDATE -> "ns_per_update";
      case PER_UPDATE -> "per_update";
      case SHARE -> "share";
    };
  }
}
