package org.fascicle.app.verb;

import java.util.List;
import java.util.Locale;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;

/** Prints where the time of a training step goes: a line or a JSON object per kernel, and the sums. */
final class ProfilePrinter {
    // With the numbers before them, about 120 columns.
    private static final int KERNEL_WIDTH = 18;
    private static final int TECHNIQUES_WIDTH = 26;
    private static final int FROM_WIDTH = 20;
    private static final double GIGA = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Console console;

    ProfilePrinter(Console console) {
        this.console = console;
    }

    void print(ProfileResult result) {
        Profile step = result.step();
        Table table = new Table(">us", ">share", ">kbytes", ">GB/s", ">max", ">GFLOP/s", ">max", ">phase", "kernel",
                "techniques", "from");
        for (Profile.Part part : step.parts()) {
            double bytes = part.bytes() / part.nanos() * GIGA;
            double operations = part.operations() / part.nanos() * GIGA;
            table.row(micros(part.nanos()), percent(part.nanos() / step.nanos()), Numbers.count(part.bytes() / 1e3),
                    number(bytes / GIGA), percent(bytes / result.attainableBytesPerSecond()), number(operations / GIGA),
                    percent(operations / result.attainableOperationsPerSecond()), String.valueOf(part.phase()),
                    shortened(part.operation(), KERNEL_WIDTH), shortened(String.join(", ", part.techniques()), TECHNIQUES_WIDTH),
                    shortened(String.join(", ", part.provenances()), FROM_WIDTH));
        }
        table.print(console.out());
        console.out().println();
        new Table("", ">us")
                .row("all kernels, each measured by itself", micros(step.nanos()))
                .row("of these, copies and changes of layout", micros(moves(step)))
                .row("a whole step, not measured by parts", number(result.benchmark().medianStepMicros()))
                .print(console.out());
        console.out().println();
        console.out().println("phases (one barrier behind each): " + step.phases());
        console.out().println("attainable: " + number(result.attainableBytesPerSecond() / GIGA)
                + " GB/s (a sum of arrays in memory; what lies in a cache exceeds it), "
                + number(result.attainableOperationsPerSecond() / GIGA) + " GFLOP/s (a large matrix product)");
        console.out().println("max: a kernel's share of what is attainable");
    }

    void printJson(String backend, ProfileResult result) {
        JsonLines lines = new JsonLines(console.out());
        List<Profile.Part> parts = result.step().parts();
        for (int i = 0; i < parts.size(); i++) {
            Profile.Part part = parts.get(i);
            int index = i;
            lines.object(out -> {
                out.writeNumberField("kernel", index);
                out.writeStringField("operations", part.operation());
                JsonLines.texts(out, "techniques", part.techniques());
                JsonLines.texts(out, "from", part.provenances());
                out.writeNumberField("phase", part.phase());
                out.writeBooleanField("move", part.isMove());
                JsonLines.number(out, "us", part.nanos() / NANOS_PER_MICRO);
                out.writeNumberField("bytes", part.bytes());
                out.writeNumberField("flop", part.operations());
                JsonLines.number(out, "gb_per_s", part.bytes() / part.nanos());
                JsonLines.number(out, "gflop_per_s", part.operations() / part.nanos());
            });
        }
        lines.object(out -> {
            out.writeStringField("backend", backend);
            out.writeNumberField("batch", result.benchmark().batch());
            JsonLines.number(out, "step_us", result.benchmark().medianStepMicros());
            JsonLines.number(out, "kernels_us", result.step().nanos() / NANOS_PER_MICRO);
            JsonLines.number(out, "moves_us", moves(result.step()) / NANOS_PER_MICRO);
            out.writeNumberField("phases", result.step().phases());
            JsonLines.number(out, "attainable_gb_per_s", result.attainableBytesPerSecond() / GIGA);
            JsonLines.number(out, "attainable_gflop_per_s", result.attainableOperationsPerSecond() / GIGA);
        });
    }

    private static double moves(Profile step) {
        return step.parts().stream().filter(Profile.Part::isMove).mapToDouble(Profile.Part::nanos).sum();
    }

    private static String micros(double nanos) {
        return number(nanos / NANOS_PER_MICRO);
    }

    /** One decimal. */
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : Numbers.metric(value);
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", share * 100) : Numbers.metric(share);
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
