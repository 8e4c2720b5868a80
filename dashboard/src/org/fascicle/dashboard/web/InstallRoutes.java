package org.fascicle.dashboard.web;

import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.installation.Change;
import org.fascicle.dashboard.install.Uploads;

/** Bundles that come, change and go. A jar is the body of a request. */
final class InstallRoutes implements Routes {
    /** A larger jar is no technique's. */
    static final int LARGEST = 50 << 20;

    private final Uploads uploads;

    InstallRoutes(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of("/api/installer",
                question -> Answer.json(200, Json.object(json -> json.writeBooleanField("there", uploads.isThere()))));
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of(
                "/api/install/look", question -> {
                    Uploads.Look look = uploads.look(question.parameter("name"), jar(question));
                    return Answer.json(200, Json.object(json -> {
                        json.writeStringField("bundle", look.bundle());
                        json.writeStringField("version", look.version());
                        Json.texts(json, "present", look.present());
                        Json.texts(json, "needs", look.needs());
                        Json.texts(json, "missing", look.missing());
                    }));
                },
                "/api/install", question -> changed(uploads.install(question.parameter("name"), jar(question))),
                "/api/update", question -> changed(uploads.update(question.parameter("name"), jar(question))),
                "/api/remove",
                question -> changed(uploads.remove(question.parameter("bundle"), question.parameter("version"))));
    }

    private static byte[] jar(Question question) {
        return question.body().read(LARGEST);
    }

    private static Answer changed(Change change) {
        return Answer.json(200, Json.object(json -> {
            json.writeStringField("said", change.toString());
            Json.texts(json, "techniques", change.techniques());
            Json.texts(json, "differences", change.differences());
            Json.texts(json, "elsewhere", change.elsewhere());
        }));
    }
}
