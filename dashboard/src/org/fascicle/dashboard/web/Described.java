package org.fascicle.dashboard.web;

import java.util.List;

import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.TechniqueType;

/** Layers and techniques as JSON. */
final class Described {
    private Described() {}

    static String layers(Summary summary) {
        return Json.object(json -> {
            json.writeArrayFieldStart("layers");
            for (Summary.Line line : summary.lines()) {
                json.writeStartObject();
                json.writeStringField("name", line.name());
                json.writeStringField("type", line.type());
                json.writeStringField("output", line.output().toString());
                json.writeNumberField("trainable", line.trainable());
                json.writeNumberField("fixed", line.nonTrainable());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static String techniques(List<TechniqueType> types) {
        return Json.object(json -> {
            json.writeArrayFieldStart("techniques");
            for (TechniqueType type : types) {
                json.writeStartObject();
                json.writeStringField("kind", type.kind().toString());
                json.writeStringField("name", type.qualifiedName());
                json.writeStringField("version", type.version());
                json.writeStringField("bundle", type.provider());
                json.writeStringField("description", type.description());
                json.writeStringField("formula", type.formula());
                json.writeStringField("source", type.source());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
