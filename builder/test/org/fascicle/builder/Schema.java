package org.fascicle.builder;

import java.util.List;
import java.util.stream.Collectors;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;

import org.fascicle.core.schema.ModelSchema;

/** The schema of model files with all techniques of the workspace, as a validator of another maker reads it. */
final class Schema {
    static final String TEXT = ModelSchema.of(Installed.techniques().all());

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final JsonSchema SCHEMA = FACTORY.getSchema(TEXT,
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());

    private Schema() {}

    /** What it finds wrong in the text of a model file, with places. */
    static List<String> problems(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).stream().map(problem -> problem.getMessage())
                .sorted().collect(Collectors.toList());
    }
}
