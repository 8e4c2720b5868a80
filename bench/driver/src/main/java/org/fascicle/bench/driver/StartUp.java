package org.fascicle.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How soon Fascicle trains its built-in example: seconds from the start of the process until six steps are made and told,
 * and until a step is within a tenth of what it is in the end. Immutable.
 */
final class StartUp {
    private static final double SLICE = 0.3;
    private static final double LONGEST = 12;

    final String backend;
    final double first;
    final double steady;

    private StartUp(String backend, double first, double steady) {
        this.backend = backend;
        this.first = first;
        this.steady = steady;
    }

    static StartUp measure(Field field, String backend) throws IOException, InterruptedException {
        List<Double> ages = new ArrayList<>();
        List<Double> steps = new ArrayList<>();
        try (Session session = new Session("start " + backend, List.of(field.fascicle(), "shell"), Field.ourEnvironment())) {
            String question = "bench --backend " + backend + " --batch 32 --json --seconds ";
            session.ask(question + "0.001", 10);
            double first = session.age();
            while (session.age() < LONGEST) {
                JsonNode answer = session.ask(question + SLICE, 10);
                ages.add(session.age());
                steps.add(answer.get("step_us").asDouble());
            }
            double last = Cell.median(steps.subList(steps.size() / 2, steps.size()));
            int at = 0;
            while (steps.get(at) > last * 1.1) {
                at++;
            }
            return new StartUp(backend, first, ages.get(at));
        }
    }
}
