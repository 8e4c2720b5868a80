package org.fascicle.installation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.framework.BundleException;

/** Says in one line why a bundle does not run. */
public final class Problem {
    /** Felix: {@code missing requirement [a [1](R 1.0)] osgi.wiring.package; (&(osgi.wiring.package=x)(version>=1.0))} */
    private static final Pattern FELIX = Pattern.compile(
            "missing requirement \\[(\\S+) \\[[^\\]]*]\\(R [^)]*\\)] (\\S+); (\\(.*?\\))(?=\\s*\\[caused by|\\s*Unresolved requirements|\\s*]|\\s*$)");
    /** Equinox: {@code Unresolved requirement: Require-Capability: x; filter:="…"} or {@code Import-Package: p; version="…"} */
    private static final Pattern EQUINOX = Pattern.compile("Unresolved requirement: ([^\\n]+)");

    private Problem() {}

    /** One line: what is unsatisfied, or the message with those of its causes. */
    public static String describe(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
        if (e instanceof BundleException be && be.getType() == BundleException.RESOLVE_ERROR) {
            List<String> missing = missing(message);
            return "unsatisfied: " + (missing.isEmpty() ? message.strip().replaceAll("\\s+", " ") : String.join("; ", missing));
        }
        StringBuilder text = new StringBuilder(message.strip().replaceAll("\\s+", " "));
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() == null || text.indexOf(cause.getMessage()) < 0) {
                text.append(": ").append(cause.toString().strip().replaceAll("\\s+", " "));
            }
        }
        return text.toString();
    }

    private static List<String> missing(String message) {
        List<String> missing = new ArrayList<>();
        Matcher felix = FELIX.matcher(message);
        while (felix.find()) {
            add(missing, felix.group(2) + " " + felix.group(3) + " of " + felix.group(1));
        }
        Matcher equinox = EQUINOX.matcher(message);
        while (equinox.find()) {
            add(missing, equinox.group(1).strip());
        }
        return missing;
    }

    private static void add(List<String> to, String text) {
        if (!to.contains(text)) {
            to.add(text);
        }
    }
}
