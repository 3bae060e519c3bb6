package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Trace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes as the page takes them: one column after the other, little-endian, the wide ones first so
 * that each begins at a multiple of its width; then zlib (RFC 1950), then base64. {@code lanes.js}
 * reads them back in the same order.
 */
final class Packed {

  private static final int BYTES = 3 * Long.BYTES + 5 * Integer.BYTES + Short.BYTES + Byte.BYTES;

  private final List<Trace.Stroke> strokes;
  private final ByteBuffer columns;

  private Packed(List<Trace.Stroke> strokes) {
    this.strokes = strokes;
    this.columns = ByteBuffer.allocate(strokes.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The time that {@link #of} counts from: the first write's, server's clock, microseconds. */
  static long base(Trace trace) {
    return trace.strokes().isEmpty() ? 0 : written(trace.strokes().get(0));
  }

  /** The writes of a trace. */
  static String of(Trace trace) {
    Packed packed = new Packed(trace.strokes());
    packed.fill(trace.lanes().size());
    return Base64.getEncoder().encodeToString(deflated(packed.columns.array()));
  }

  private void fill(int lanes) {
    longs(stroke -> stroke.write().value());
    longs(stroke -> stroke.write().delta());
    longs(stroke -> orAbsent(stroke.write().token()));
    long[] before = {strokes.isEmpty() ? 0 : written(strokes.get(0))};
    ints(
        stroke -> {
          long step = written(stroke) - before[0];
          before[0] = written(stroke);
          return clamped(step);
        });
    ints(stroke -> clamped(stroke.write().writtenAt() - stroke.write().readAt()));
    ints(
        stroke -> {
          Long acquiredAt = stroke.write().acquiredAt();
          return acquiredAt == null
              ? Integer.MIN_VALUE
              : clamped(stroke.write().readAt() - acquiredAt);
        });
    long[] seqs = new long[lanes];
    ints(
        stroke -> {
          long step = stroke.write().seq() - seqs[stroke.lane()];
          seqs[stroke.lane()] = stroke.write().seq();
          return clamped(step);
        });
    ints(stroke -> clamped(stroke.write().version() - 1 - stroke.write().saw()));
    strokes.forEach(stroke -> columns.putShort((short) stroke.lane()));
    strokes.forEach(stroke -> columns.put(code(stroke.fate())));
  }

  private void longs(ToLongFunction<Trace.Stroke> value) {
    strokes.forEach(stroke -> columns.putLong(value.applyAsLong(stroke)));
  }

  private void ints(ToIntFunction<Trace.Stroke> value) {
    strokes.forEach(stroke -> columns.putInt(value.applyAsInt(stroke)));
  }

  private static long written(Trace.Stroke stroke) {
    Write write = stroke.write();
    return write.writtenAt() + stroke.clock();
  }

  private static byte code(Trace.Fate fate) {
    return switch (fate) {
      case SURVIVED -> 0;
      case LOST -> 1;
      case CULPRIT -> 2;
    };
  }

  private static long orAbsent(@Nullable Long token) {
    return token == null ? Long.MIN_VALUE : token;
  }

  /** Half an hour between two writes is as good as more, in a picture. */
  private static int clamped(long micros) {
    return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, micros));
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
