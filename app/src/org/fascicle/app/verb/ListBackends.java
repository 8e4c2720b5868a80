package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.app.MissingException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the backends. */
@Command(name = "backends", description = "List what networks can run on; the first is the default.")
final class ListBackends extends Verb {
    @Option(names = "--json", description = "Print JSON: an object per backend.")
    private boolean json;

    ListBackends(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<Backend> backends = platform().backends();
        if (backends.isEmpty()) {
            throw new MissingException("no backend is there");
        }
        for (int i = 0; i < backends.size(); i++) {
            if (json) {
                printJson(backends.get(i), i == 0);
            } else {
                print(console().out(), backends.get(i), i == 0);
            }
        }
        return DONE;
    }

    private static void print(PrintStream out, Backend backend, boolean first) {
        Capabilities able = backend.capabilities();
        out.println(backend.name() + (first ? " (default)" : ""));
        if (!able.missing().isEmpty()) {
            out.println("  not here: " + able.missing());
            return;
        }
        out.println("  device: " + able.device());
        out.println("  threads: " + able.threads());
        out.println("  precisions: " + String.join(", ", precisions(able)));
        able.record().forEach((key, value) -> out.println("  " + key + ": " + value));
    }

    private void printJson(Backend backend, boolean first) {
        Capabilities able = backend.capabilities();
        new JsonLines(console().out()).object(out -> {
            out.writeStringField("name", backend.name());
            out.writeBooleanField("default", first);
            out.writeStringField("device", able.device());
            if (!able.missing().isEmpty()) {
                out.writeStringField("missing", able.missing());
            }
            out.writeNumberField("threads", able.threads());
            JsonLines.texts(out, "precisions", precisions(able));
            out.writeObjectFieldStart("record");
            for (Map.Entry<String, String> line : able.record().entrySet()) {
                out.writeStringField(line.getKey(), line.getValue());
            }
            out.writeEndObject();
        });
    }

    private static List<String> precisions(Capabilities able) {
        return able.precisions().stream().sorted().map(Object::toString).collect(Collectors.toList());
    }
}
