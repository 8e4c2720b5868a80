package org.fascicle.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Prints what was found as a table of Markdown, and writes it as JSON and as a chart. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Machine machine;
    private final JsonNode limits;
    private final Findings findings;
    private final double seconds;
    private final int rounds;

    Report(Machine machine, Findings findings, double seconds, int rounds) {
        this.machine = machine;
        this.findings = findings;
        this.limits = findings.limits();
        this.seconds = seconds;
        this.rounds = rounds;
    }

    void print(List<Cell> cells, Map<String, Double> peaks, PrintStream to) {
        to.printf("%s%n%d rounds of %.1f s each; thousand samples per second, median (least-greatest)%n%n", machine,
                rounds, seconds);
        to.println("| network | batch | load | ours | hand-written | Deeplearning4j | DJL | TensorFlow |");
        to.println("|---|---|---|---|---|---|---|---|");
        for (Cell cell : cells) {
            to.printf(Locale.ROOT, "| %s | %d | %.1f | %s | %s | %s | %s | %s |%n", cell.network, cell.batch, cell.load(),
                    speeds(cell, Contestant.Side.OURS, null), speeds(cell, Contestant.Side.PLAN, null),
                    speeds(cell, null, "deeplearning4j"), speeds(cell, null, "djl"), speeds(cell, null, "tensorflow"));
        }
        to.println();
        to.println("| network | batch | against the best peer | against Deeplearning4j | against the plan | of the roofline "
                + "| plan, of the roofline |");
        to.println("|---|---|---|---|---|---|---|");
        for (Cell cell : cells) {
            List<Double> ours = cell.best(each -> each.side() == Contestant.Side.OURS);
            List<Double> plan = cell.best(each -> each.side() == Contestant.Side.PLAN);
            double limit = Roofline.samplesPerSecond(limits, cell.network, cell.batch);
            to.printf(Locale.ROOT, "| %s | %d | %s | %s | %s | %.2f | %.2f |%n", cell.network, cell.batch,
                    ratio(cell, Contestant.Side.PEER, null), ratio(cell, Contestant.Side.PEER, "deeplearning4j"),
                    ratio(cell, Contestant.Side.PLAN, null), Cell.median(ours) / limit, Cell.median(plan) / limit);
        }
        to.println();
        printLimits(to);
        printFindings(to);
        peaks.forEach((name, mebibytes) -> to.printf(Locale.ROOT, "peak memory, %s: %.0f MiB%n", name, mebibytes));
    }

    private void printFindings(PrintStream to) {
        findings.shares().forEach(each -> to.printf(Locale.ROOT, "%s, batch %d: %.0f %% of the kernels' time in "
                + "products, %.0f %% in the update%n", each.network, each.batch, 100 * each.products, 100 * each.updates));
        findings.updates().forEach(each -> to.printf(Locale.ROOT, "update, %s: %.2f times the bytes that it must move, "
                + "%.0f GB/s%n", each.network, each.bytesPerParameter(Findings.PARAMETERS) / Findings.mustMove(each.network),
                each.updateGigabytesPerSecond()));
        findings.startUps().forEach(each -> to.printf(Locale.ROOT,
                "start of the built-in example, %s: first step after %.2f s, steady after %.2f s%n", each.backend, each.first,
                each.steady));
        findings.inferences().forEach(each -> to.printf(Locale.ROOT,
                "inference of one row, mlp, in process, %s: median %.1f us, p99 %.1f us%n", each.backend, each.median,
                each.slow));
    }

    private void printLimits(PrintStream to) {
        to.printf(Locale.ROOT, "fused multiply-adds: %.0f GFLOP/s on one processor, %.0f on all; memory: "
                + "%.0f GB/s in the caches, %.0f GB/s outside%n", limits.get("fma_gflops_one").asDouble(),
                limits.get("fma_gflops_all").asDouble(),
                limits.get("bandwidth_gb_s_all").asDouble(), limits.get("bandwidth_gb_s_outside").asDouble());
        to.println("| product, one thread | GFLOP/s |");
        to.println("|---|---|");
        limits.get("products").fields().forEachRemaining(each -> to.printf(Locale.ROOT, "| %s | %.0f |%n", each.getKey(),
                each.getValue().asDouble()));
        to.println();
    }

    private static boolean is(Contestant each, Contestant.Side side, String system) {
        boolean sided = side == null || each.side() == side || side == Contestant.Side.OURS && each.isOurs();
        return sided && (system == null || each.system().equals(system));
    }

    private static String speeds(Cell cell, Contestant.Side side, String system) {
        StringBuilder text = new StringBuilder();
        for (Contestant each : cell.contestants()) {
            if (is(each, side, system)) {
                List<Double> values = cell.of(each);
                text.append(text.length() == 0 ? "" : "; ").append(String.format(Locale.ROOT, "%s %.1f (%.1f-%.1f)",
                        each.isOurs() ? each.system() : each.threads() + "t", Cell.median(values) / 1e3,
                        Cell.least(values) / 1e3, Cell.greatest(values) / 1e3));
            }
        }
        return text.length() == 0 ? "-" : text.toString();
    }

    private static String ratio(Cell cell, Contestant.Side side, String system) {
        List<Double> ratios = cell.ratios(each -> each.side() == Contestant.Side.OURS, each -> is(each, side, system));
        return ratios.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", Cell.median(ratios),
                Cell.least(ratios),
                Cell.greatest(ratios));
    }

    /** Writes {@code results.json} and {@code results.svg}. */
    void write(List<Cell> cells, Map<String, Double> peaks, Path folder) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.put("processor", machine.processor).put("processors", machine.processors).put("java", machine.java)
                .put("load", machine.load).put("versions", Machine.VERSIONS).put("seconds", seconds).put("rounds", rounds);
        all.set("limits", limits);
        ArrayNode starts = all.putArray("start_up");
        findings.startUps().forEach(each -> starts.addObject().put("backend", each.backend).put("first_s", each.first)
                .put("steady_s", each.steady));
        ArrayNode latencies = all.putArray("inference");
        findings.inferences().forEach(each -> latencies.addObject().put("backend", each.backend).put("p50_us", each.median)
                .put("p99_us", each.slow));
        ArrayNode shares = all.putArray("shares");
        findings.shares().forEach(each -> shares.addObject().put("network", each.network).put("batch", each.batch)
                .put("products", each.products).put("updates", each.updates));
        ArrayNode updates = all.putArray("updates");
        findings.updates().forEach(each -> updates.addObject().put("network", each.network)
                .put("bytes_per_parameter", each.bytesPerParameter(Findings.PARAMETERS))
                .put("must_move", Findings.mustMove(each.network)).put("gb_s", each.updateGigabytesPerSecond()));
        ObjectNode memory = all.putObject("peak_mebibytes");
        peaks.forEach(memory::put);
        ArrayNode array = all.putArray("cells");
        for (Cell cell : cells) {
            ObjectNode node = array.addObject().put("network", cell.network).put("batch", cell.batch).put("load",
                    cell.load());
            node.put("roofline_samples_per_s", Roofline.samplesPerSecond(limits, cell.network, cell.batch));
            ArrayNode systems = node.putArray("systems");
            for (Contestant each : cell.contestants()) {
                ObjectNode system = systems.addObject().put("system", each.system()).put("threads", each.threads());
                ArrayNode speeds = system.putArray("samples_per_s");
                cell.of(each).forEach(speeds::add);
            }
        }
        JSON.writeValue(folder.resolve("results.json").toFile(), all);
        Chart.write(cells, folder.resolve("results.svg"));
    }
}
