package org.fascicle.dashboard.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Summary;
import org.fascicle.dashboard.examine.Errands;
import org.fascicle.dashboard.examine.Profiling;
import org.fascicle.dashboard.run.Network;
import org.fascicle.dashboard.run.Subjects;

/** Layers of networks, their model files, and where the time of a step goes. */
final class NetworkRoutes implements Routes {
    private final Subjects subjects;
    private final Profiling profiling;
    private final Errands<ProfileResult> profiles;

    NetworkRoutes(Subjects subjects, Profiling profiling, Errands<ProfileResult> profiles) {
        this.subjects = subjects;
        this.profiling = profiling;
        this.profiles = profiles;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/network", this::network,
                "/api/profile", this::profile);
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of("/api/profile", this::start);
    }

    private Answer network(Question question) {
        return subjects.find(question.parameter("id")).map(subject -> Answer.json(200, described(subject.network())))
                .orElseGet(Answer::nothing);
    }

    private static String described(Network network) {
        List<Summary.Line> lines = network.summary().lines();
        return Json.object(json -> {
            Json.array(json, "inputs", network.inputs(), input -> ports(json, input));
            Json.array(json, "outputs", network.outputs(), output -> {
                ports(json, output);
                json.writeStringField("from", from(output.name(), lines));
            });
            Json.array(json, "layers", lines, line -> {
                json.writeStringField("name", line.name());
                json.writeStringField("type", line.type());
                json.writeStringField("output", line.output().toString());
                json.writeNumberField("trainable", line.trainable());
                json.writeNumberField("fixed", line.nonTrainable());
                Json.texts(json, "inputs", line.inputs());
                Json.array(json, "further", List.copyOf(line.further().entrySet()), further -> {
                    json.writeStringField("name", further.getKey());
                    json.writeStringField("output", further.getValue().toString());
                });
            });
            Map<String, String> updates =
                    network.summary().parameters().stream().collect(Collectors.toMap(Summary.Parameter::path,
                            parameter -> parameter.update().orElse("frozen"), (first, second) -> first));
            Json.array(json, "tensors", List.copyOf(network.tensors().entrySet()), tensor -> {
                json.writeStringField("path", tensor.getKey());
                json.writeStringField("shape", tensor.getValue().toString());
                json.writeStringField("update", updates.getOrDefault(tensor.getKey(), ""));
            });
            json.writeStringField("definition", network.definition());
        });
    }

    private static void ports(JsonGenerator json, Port port) throws IOException {
        json.writeStringField("name", port.name());
        json.writeStringField("shape", port.shape().toString());
        json.writeNumberField("classes", port.classes().size());
    }

    // An output has the name of the layer, or of its further result, that gives it; the only one may have none of its own.
    private static String from(String output, List<Summary.Line> lines) {
        return lines.stream().filter(line -> line.name().equals(output) || line.further().containsKey(output))
                .map(Summary.Line::name).findFirst().orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1).name());
    }

    private Answer start(Question question) {
        String id = question.parameter("id");
        return subjects.find(id).map(subject -> {
            // A step costs what it costs, whatever was learned; but something else may have run beside the last measurement.
            profiles.start(id, new Object(), advance -> profiling.profile(subject));
            return Answer.said("measuring");
        }).orElseGet(Answer::nothing);
    }

    private Answer profile(Question question) {
        String id = question.parameter("id");
        return subjects.find(id).map(subject -> Answer.json(200, Json.object(json -> {
            Json.found(json, profiles.state(id));
            json.writeBooleanField("busy", subjects.isBusy());
            ProfileResult result = profiles.state(id).map(Errands.Found::found).orElse(null);
            if (result != null) {
                write(json, result);
            }
        }))).orElseGet(Answer::nothing);
    }

    private static void write(JsonGenerator json, ProfileResult result) throws IOException {
        json.writeNumberField("batch", result.benchmark().batch());
        json.writeNumberField("threads", result.benchmark().threads());
        json.writeStringField("precision", result.benchmark().precision());
        Json.number(json, "step", result.benchmark().medianStepMicros());
        Json.number(json, "rate", result.benchmark().samplesPerSecond());
        Json.number(json, "kernels", result.step().nanos() / 1e3);
        Json.number(json, "bytesPerSecond", result.attainableBytesPerSecond());
        Json.number(json, "operationsPerSecond", result.attainableOperationsPerSecond());
        Json.array(json, "parts", result.step().parts(), (Profile.Part part) -> {
            json.writeStringField("operation", part.operation());
            Json.texts(json, "from", part.provenances());
            Json.texts(json, "techniques", part.techniques());
            json.writeBooleanField("move", part.isMove());
            Json.number(json, "micros", part.nanos() / 1e3);
            Json.number(json, "share", part.nanos() / result.step().nanos());
            Json.number(json, "bytes", part.bytes());
            Json.number(json, "operations", part.operations());
        });
    }

}
