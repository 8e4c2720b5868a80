package org.fascicle.bench.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/** What was measured beside speed. */
final class Findings {
    /** The parameters of the mlp. */
    static final int PARAMETERS = 266_610;
    /** Floats for each parameter that an update must read or write, the gradient included. */
    private static final Map<String, Integer> OPTIMIZED = new TreeMap<>(
            Map.of("mlp-sgd", 3, "mlp-nesterov", 5, "mlp-adam", 7));

    private final JsonNode limits;
    private final List<Shares> updates = new ArrayList<>();
    private final List<StartUp> startUps = new ArrayList<>();
    private final List<Inference> inferences = new ArrayList<>();
    private final List<Shares> shares = new ArrayList<>();

    /** With the machine's limits. */
    Findings(JsonNode limits) {
        this.limits = limits;
    }

    /** Measures start-up and inference of a backend in its own precision. */
    void measure(Field field, Path bench, String backend) throws IOException, InterruptedException {
        if (!backend.contains(":")) {
            startUps.add(StartUp.measure(field, backend));
            inferences.add(Inference.measure(field, bench, backend));
        }
    }

    /** Asks Fascicle for profiles of a network. */
    void profile(Field field, String network, String backend, List<Integer> batches) throws IOException,
            InterruptedException {
        try (Session shell = new Session("profile " + backend, List.of(field.fascicle(), "shell"), Field.ourEnvironment())) {
            for (int batch : batches) {
                shares.add(Shares.measure(shell, field, network, backend, batch));
            }
        }
    }

    /** Asks Fascicle for the update of the mlp under three optimizers. */
    void traffic(Field field, String backend) throws IOException, InterruptedException {
        try (Session shell = new Session("updates " + backend, List.of(field.fascicle(), "shell"), Field.ourEnvironment())) {
            for (String network : OPTIMIZED.keySet()) {
                updates.add(Shares.measure(shell, field, network, backend, 32));
            }
        }
    }

    /** Bytes for each parameter that the update of a network of {@link #updates} must move. */
    static int mustMove(String network) {
        return 4 * OPTIMIZED.get(network);
    }

    List<Shares> updates() {
        return updates;
    }

    JsonNode limits() {
        return limits;
    }

    List<StartUp> startUps() {
        return startUps;
    }

    List<Inference> inferences() {
        return inferences;
    }

    List<Shares> shares() {
        return shares;
    }
}
