package org.fascicle.app.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.curve.TechniqueCurve;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.app.console.Chart;
import org.fascicle.app.console.Console;

/** Draws a technique that is a curve: an activation with its derivative, a schedule over a run. */
final class TechniquePlot {
    private static final double END = 6;
    private static final int POINTS = 241;
    private static final int STEPS = 100;
    private static final int INDENT = 2;
    private static final int WIDEST = 76;
    private static final int TWO = 72;

    private final Console console;
    private final TechniqueCurves curves;
    private final Map<String, String> given;
    private final int epochs;

    /**
     * Drawings.
     *
     * @param given values of options, as text, by name; a technique takes those of its own options
     * @param epochs of the run that schedules are drawn over
     */
    TechniquePlot(Console console, TechniqueCurves curves, Map<String, String> given, int epochs) {
        this.console = console;
        this.curves = curves;
        this.given = given;
        this.epochs = epochs;
    }

    /** Prints the drawing of a technique, or what it needs for one; nothing, if it is no curve. */
    void print(TechniqueType type) {
        if (!TechniqueCurves.draws(type.kind())) {
            return;
        }
        Map<String, String> own = new LinkedHashMap<>(given);
        own.keySet().removeIf(name -> type.options().stream().noneMatch(option -> option.isCalled(name)));
        double[] at = IntStream.range(0, POINTS).mapToDouble(i -> END * (2.0 * i / (POINTS - 1) - 1)).toArray();
        TechniqueCurve curve;
        try {
            curve = type.kind() == Kind.ACTIVATION ? curves.activation(type, own, at)
                    : curves.schedule(type, own, epochs, POINTS);
        } catch (InputException e) {
            throw e.in("--option");
        }
        if (!curve.missing().isEmpty()) {
            line("it is drawn with "
                    + curve.missing().stream().map(option -> "--option " + option + "=…").collect(Collectors.joining(" ")));
        } else if (curve.reason().isPresent()) {
            line(curve.reason().get());
        } else if (type.kind() == Kind.ACTIVATION) {
            activation(curve);
        } else {
            schedule(curve);
        }
    }

    private void activation(TechniqueCurve curve) {
        Chart value = new Chart("value", line(curve, TechniqueCurve.VALUE), "-6", "6");
        Chart derivative = new Chart("derivative", line(curve, TechniqueCurve.DERIVATIVE), "-6", "6");
        int width = Math.min(WIDEST, console.width() - INDENT - 1);
        if (width < TWO) {
            draw(value.lines(width, console.unicode()));
            draw(derivative.lines(width, console.unicode()));
        } else {
            int half = width / 2;
            draw(Chart.beside(value.lines(half - 1, console.unicode()), derivative.lines(half - 1, console.unicode()), half));
        }
    }

    private void schedule(TechniqueCurve curve) {
        Chart chart = new Chart("value over " + epochs + (epochs == 1 ? " epoch of " : " epochs of ") + STEPS + " steps",
                line(curve, TechniqueCurve.VALUE), "0", String.valueOf(epochs));
        draw(chart.lines(Math.min(WIDEST, console.width() - INDENT - 1), console.unicode()));
    }

    private static double[] line(TechniqueCurve curve, String name) {
        return Objects.requireNonNull(curve.lines().get(name));
    }

    private void draw(List<String> lines) {
        List<String> indented = new ArrayList<>(lines);
        indented.replaceAll(each -> " ".repeat(INDENT) + each);
        console.out().println();
        indented.forEach(console.out()::println);
    }

    private void line(String text) {
        console.out().println(" ".repeat(INDENT) + text);
    }
}
