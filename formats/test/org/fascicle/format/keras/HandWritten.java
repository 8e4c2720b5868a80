package org.fascicle.format.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as Keras writes them, by hand; double quotes of JSON are written as single ones. */
final class HandWritten {
    private HandWritten() {}

    /** An archive of a model, in which double quotes are written as single ones. */
    static Path file(Path folder, String model, Hdf5Writer weights) throws IOException {
        Path file = folder.resolve("model.keras");
        weights.group("vars");
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        weights.writeTo(stored);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("metadata.json"));
            zip.write("{\"keras_version\": \"3.10.0\"}".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("config.json"));
            zip.write(model.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("model.weights.h5"));
            zip.write(stored.toByteArray());
        }
        return file;
    }

    /** An object of Keras's. */
    static String object(String module, String type, String config) {
        return "{'module': '" + module + "', 'class_name': '" + type + "', 'registered_name': null, 'config': {" + config + "}}";
    }

    /** An input of some features. */
    static String input(String name, int features) {
        return object("keras.layers", "InputLayer", "'name': '" + name + "', 'batch_shape': [null, " + features + "]");
    }

    /** A dense layer. */
    static String dense(String name, int units, String activation) {
        return object("keras.layers", "Dense",
                "'name': '" + name + "', 'units': " + units + ", 'activation': '" + activation + "'");
    }

    /** A layer with its calls. */
    static String called(String layer, String calls) {
        return layer.substring(0, layer.length() - 1) + ", 'inbound_nodes': [" + calls + "]}";
    }

    /** A call of a layer with the first outputs of others. */
    static String call(String... sources) {
        StringBuilder list = new StringBuilder();
        for (String source : sources) {
            list.append(list.length() == 0 ? "" : ", ").append(tensor(source, 0, 0));
        }
        return "{'args': [" + (sources.length > 1 ? "[" + list + "]" : list) + "], 'kwargs': {}}";
    }

    /** An output of a layer. */
    static String tensor(String source, int call, int output) {
        return "{'class_name': '__keras_tensor__', 'config': {'shape': [null, 3], 'dtype': 'float32', 'keras_history': ['"
                + source
                + "', " + call + ", " + output + "]}}";
    }
}
