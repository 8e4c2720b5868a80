package org.fascicle.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Measures one network: all contestants are warmed up, then take turns, a slice of time each, so that what else the machine
 * does meets all of them.
 */
final class Contest {
    private static final double LONGEST_WARM_UP_SECONDS = 40;
    private static final int LEAST_SLICES = 4;
    /** A step that leaves more on the heap runs code that the JIT compiler has not got to: compiled, none leaves as much. */
    private static final double GARBAGE = 20_000;
    /** A system is warm when two slices have not been so much faster than the best before. */
    private static final double WARM = 1.05;

    private final Field field;
    private final double seconds;
    private final int rounds;
    private final PrintStream log;
    private final Map<String, Double> peaks = new TreeMap<>();

    Contest(Field field, double seconds, int rounds, PrintStream log) {
        this.field = field;
        this.seconds = seconds;
        this.rounds = rounds;
        this.log = log;
    }

    /** The most memory that each contestant has had, in MiB, by network and label. */
    Map<String, Double> peaks() {
        return peaks;
    }

    /** A cell for each batch size. */
    List<Cell> run(String network, List<Integer> batches) throws IOException, InterruptedException {
        Map<String, Session> sessions = new LinkedHashMap<>();
        List<Cell> cells = new ArrayList<>();
        try {
            for (int batch : batches) {
                cells.add(run(network, batch, sessions));
            }
            for (Map.Entry<String, Session> each : sessions.entrySet()) {
                peaks.put(network + " " + each.getKey(), each.getValue().peakMebibytes());
            }
        } finally {
            for (Session session : sessions.values()) {
                session.close();
            }
        }
        return cells;
    }

    private Cell run(String network, int batch, Map<String, Session> sessions) throws IOException, InterruptedException {
        List<Contestant> field = this.field.of(network, batch);
        Cell cell = new Cell(network, batch);
        for (Contestant contestant : field) {
            if (!sessions.containsKey(contestant.label())) {
                sessions.put(contestant.label(), contestant.start());
            }
            warmUp(contestant, sessions.get(contestant.label()), batch);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : field) {
                cell.add(contestant, speed(contestant, sessions.get(contestant.label()), batch));
            }
            cell.load(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
        return cell;
    }

    private void warmUp(Contestant contestant, Session session, int batch) throws IOException, InterruptedException {
        long end = System.nanoTime() + (long) (LONGEST_WARM_UP_SECONDS * 1e9);
        double best = 0;
        int unchanged = 0;
        for (int slice = 0; (slice < LEAST_SLICES || unchanged < 2) && System.nanoTime() < end; slice++) {
            JsonNode answer = session.ask(contestant.question(batch, seconds), seconds);
            double now = answer.get("samples_per_s").asDouble();
            boolean compiled = answer.path("bytes_per_step").asDouble(0) < GARBAGE;
            unchanged = compiled && now < best * WARM ? unchanged + 1 : 0;
            best = Math.max(best, now);
        }
        log.printf("warm: %s, batch %d: %.0f samples/s%n", contestant.label(), batch, best);
    }

    private double speed(Contestant contestant, Session session, int batch) throws IOException, InterruptedException {
        return session.ask(contestant.question(batch, seconds), seconds).get("samples_per_s").asDouble();
    }
}
