package org.fascicle.tck.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Subjects;

/** Writes model files of a small network that uses the technique under trial. */
final class Models {
    /** What messages call such a file. */
    static final String SOURCE = "the kit's model";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UNITS = 6;
    /** Some rows to watch, which a schedule may ask for. */
    private static final int VALIDATION = 3;

    private final Trial trial;

    Models(Trial trial) {
        this.trial = trial;
    }

    /**
     * The text of a model.
     *
     * @param options of the technique
     */
    String text(Map<String, Object> options) {
        Kind kind = trial.kind();
        List<Integer> shape = List.of(UNITS);
        int outputs = Subjects.CLASSES;
        boolean labels = true;
        int things = 0;
        if (kind == Kind.LAYER) {
            shape = extents(first().inputShape().withoutFirst());
            things = ((Layer) trial.target().create(options)).indices().orElse(0);
        } else if (kind == Kind.LOSS || kind == Kind.METRIC) {
            outputs = first().inputShape().extent(1);
            labels = kind == Kind.LOSS ? takesLabels() : first().toString().startsWith("a softmax");
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("fascicle", 1);
        if (kind == Kind.DATA) {
            Rows rows = rows(trial);
            labels = rows.classes() > 0;
            outputs = labels ? rows.classes() : Math.toIntExact(rows.targetShape().size());
            model.put("data", technique(options));
        } else {
            model.put("data", named("points",
                    Map.of("shape", shape, "outputs", outputs, "labels", labels, "things", things, "validation", VALIDATION)));
        }
        model.put("network", network(options, outputs));
        model.put("loss", kind == Kind.LOSS ? technique(options) : named("distance", Map.of("labels", labels)));
        model.put("metrics", kind == Kind.METRIC ? List.of(technique(options)) : List.of());
        model.put("optimizer", kind == Kind.OPTIMIZER ? technique(options)
                : named("descent", kind == Kind.SCHEDULE ? Map.of("learning_rate", technique(options)) : Map.of()));
        if (kind == Kind.TRANSFORM) {
            model.put("updates", List.of(technique(options)));
        }
        model.put("training", Map.of("epochs", 2, "batch_size", 5, "seed", 9));
        return write(model);
    }

    /** A value as JSON. */
    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The members of a JSON object. */
    static Map<String, Object> read(String object) {
        try {
            return JSON.readerForMapOf(Object.class).readValue(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The rows that a data source offers to train on; skips the check if it needs files that are not there, and fails it if its bundle
     * brings some that it cannot read.
     */
    static Rows rows(Trial trial) {
        try {
            return ((DataSource) trial.target().create(trial.options())).open(trial::data).trainingRows();
        } catch (IOException | InputException e) {
            if (!trial.data().isEmpty()) {
                throw Unmet.failed("cannot read the sample that its bundle brings: " + e.getMessage());
            }
            throw Unmet.skipped("its data are not here: " + e.getMessage()
                    + ". Bring a small sample, so that the source can be tried: in the bundle's folder OSGI-INF/fascicle/sample");
        }
    }

    private List<Object> network(Map<String, Object> options, int outputs) {
        List<Object> network = new ArrayList<>();
        if (trial.kind() == Kind.LAYER) {
            Map<String, Object> layer = new LinkedHashMap<>(options);
            if (first().wanted().stream().anyMatch(leaf -> leaf.name().equals("x1"))) {
                network.add(named("pass", Map.of("name", "one")));
                network.add(named("pass", Map.of("name", "other", "inputs", "input")));
                layer.put("inputs", List.of("one", "other"));
            }
            network.add(technique(layer));
        } else {
            Map<String, Object> mix = new LinkedHashMap<>(Map.of("units", UNITS, "name", "layer"));
            if (List.of(Kind.ACTIVATION, Kind.INITIALIZER, Kind.REGULARIZER, Kind.CONSTRAINT).contains(trial.kind())) {
                mix.put(trial.kind().toString(), technique(options));
            }
            if (trial.kind() == Kind.WATCH) {
                mix.put("activation", "fascicle.tck:bounded");
            }
            network.add(named("mix", mix));
        }
        network.add(named("mix", Map.of("units", outputs, "activation", "fascicle.tck:probabilities", "name", "output")));
        return network;
    }

    Map<String, Object> technique(Map<String, Object> options) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put(trial.target().name(), options);
        written.put("version", trial.target().range());
        return written;
    }

    private static Map<String, Object> named(String name, Map<String, ?> options) {
        return Map.of("fascicle.tck:" + name, options);
    }

    private Subject first() {
        return trial.subjects(Mode.TRAINING).get(0);
    }

    private boolean takesLabels() {
        return ((Loss) trial.target().create(trial.options())).target() == Loss.Target.LABEL;
    }

    private static List<Integer> extents(Shape shape) {
        List<Integer> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add(extent);
        }
        return extents;
    }
}
