package org.fascicle.app.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.JsonLines;
import org.jspecify.annotations.Nullable;

/** What a process that checks bundles says to the one that has started it: a JSON object a line. Used by one thread. */
public final class TrialEvents implements ConformanceListener {
    static final String EVENT = "event";
    static final String BEGUN = "begun";
    static final String FOUND = "found";
    static final String CONTRACT = "contract";
    static final String REFUSED = "refused";
    static final String ENDED = "ended";
    /** The exit code of a process that a check has harmed. */
    static final int HARMED = 99;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonLines lines;

    /** Events on a stream. */
    public TrialEvents(PrintStream out) {
        lines = new JsonLines(out);
    }

    @Override
    public void begun(String bundle, String technique, String check) {
        lines.object(json -> {
            json.writeStringField(EVENT, BEGUN);
            json.writeStringField("bundle", bundle);
            json.writeStringField("technique", technique);
            json.writeStringField("check", check);
        });
    }

    /** A process that is harmed has nothing more to say. */
    @Override
    public void found(Finding finding) {
        write(finding);
        if (finding.isFatal()) {
            Runtime.getRuntime().halt(HARMED);
        }
    }

    /** Writes a finding. */
    void write(Finding finding) {
        lines.object(json -> {
            json.writeStringField(EVENT, FOUND);
            json.writeStringField("bundle", finding.bundle());
            json.writeStringField("technique", finding.technique());
            json.writeStringField("check", finding.check());
            json.writeStringField("outcome", finding.outcome().name());
            json.writeStringField("reason", finding.reason());
            json.writeNumberField("seconds", finding.seconds());
            json.writeBooleanField("fatal", finding.isFatal());
        });
    }

    /** The contract of a bundle. */
    public void contract(String text) {
        lines.object(json -> {
            json.writeStringField(EVENT, CONTRACT);
            json.writeStringField("text", text);
        });
    }

    /** What was given cannot be used. */
    public void refused(InputException problem) {
        lines.object(json -> {
            json.writeStringField(EVENT, REFUSED);
            text(json, "file", problem.file());
            text(json, "pointer", problem.pointer());
            json.writeStringField("problem", problem.problem());
            text(json, "remedy", problem.remedy());
        });
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** All was checked. */
    public void ended() {
        lines.object(json -> json.writeStringField(EVENT, ENDED));
    }

    /**
     * The members of a line.
     *
     * @throws IOException if it is no event
     */
    static Map<String, String> read(String line) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no event: " + line);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                members.put(name, json.getText());
            }
        }
        if (!members.containsKey(EVENT)) {
            throw new IOException("no event: " + line);
        }
        return members;
    }

    /** The finding of an event. */
    static Finding finding(Map<String, String> event) {
        Finding finding = Finding.of(text(event, "bundle"), text(event, "technique"), text(event, "check"),
                Outcome.valueOf(text(event, "outcome")), text(event, "reason"), Double.parseDouble(text(event, "seconds")));
        return Boolean.parseBoolean(text(event, "fatal")) ? finding.fatal() : finding;
    }

    static String text(Map<String, String> event, String name) {
        String text = event.get(name);
        if (text == null) {
            throw new IllegalArgumentException("an event lacks '" + name + "': " + event);
        }
        return text;
    }
}
