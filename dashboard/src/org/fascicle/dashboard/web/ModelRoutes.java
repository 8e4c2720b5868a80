package org.fascicle.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.problem.InputException;
import org.fascicle.dashboard.model.ModelFiles;
import org.fascicle.dashboard.model.PageTrainings;
import org.fascicle.dashboard.run.Run;

/** Model files, and trainings of them. */
final class ModelRoutes implements Routes {
    private static final String TEMPLATE = "/org/fascicle/dashboard/page/template.json";

    private final ModelFiles files;
    private final PageTrainings trainings;

    ModelRoutes(ModelFiles files, PageTrainings trainings) {
        this.files = files;
        this.trainings = trainings;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/models", question -> Answer.json(200, Json.object(json -> {
                    json.writeStringField("folder", files.folder().toString());
                    Json.texts(json, "names", files.names());
                })),
                "/api/template", question -> text(template()),
                "/api/model", question -> files.text(question.parameter("name")).map(ModelRoutes::text)
                        .orElseGet(Answer::nothing));
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of(
                "/api/save", question -> Answer.said("saved as " + files.save(question.parameter("name"), body(question))),
                "/api/train", this::train);
    }

    private Answer train(Question question) {
        Run run = trainings.start(question.parameter("name"), body(question), question.parameter("watch").equals("true"));
        return Answer.json(200, Json.object(json -> {
            json.writeStringField("id", run.id());
            json.writeStringField("said",
                    "the training '" + run.name() + "' has started; when it ends, an archive is written into "
                            + files.folder());
        }));
    }

    private static Answer text(String text) {
        return Answer.json(200, Json.object(json -> json.writeStringField("text", text)));
    }

    /** The text that is sent with a request. */
    static String body(Question question) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(question.body().read(ModelFiles.LARGEST)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException("what is sent is no text in UTF-8");
        }
    }

    private static String template() {
        try (InputStream in = ModelRoutes.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
