package org.fascicle.dashboard.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.dashboard.run.Curve;

/** Curves as a table in CSV (RFC 4180): a row per place, a column per curve. */
final class Csv {
    private Csv() {}

    static String of(String first, Map<String, Curve.Points> curves) {
        TreeMap<Double, String[]> rows = new TreeMap<>();
        List<String> titles = new ArrayList<>(List.of(first));
        int column = 0;
        for (Map.Entry<String, Curve.Points> curve : curves.entrySet()) {
            titles.add(curve.getKey());
            double[] xs = curve.getValue().xs();
            for (int i = 0; i < xs.length; i++) {
                rows.computeIfAbsent(xs[i], any -> new String[curves.size()])[column] = String.valueOf(curve.getValue().ys()[i]);
            }
            column++;
        }
        StringBuilder text = new StringBuilder(String.join(",", titles.stream().map(Csv::quoted).toList())).append("\r\n");
        rows.forEach((place, cells) -> {
            text.append(place.longValue());
            for (String cell : cells) {
                text.append(',').append(cell == null || cell.equals("NaN") ? "" : cell);
            }
            text.append("\r\n");
        });
        return text.toString();
    }

    private static String quoted(String title) {
        // A spreadsheet would compute what begins so.
        String plain = title.matches("(?s)[=+\\-@\t\r].*") ? "'" + title : title;
        return plain.matches("[\\w ]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }
}
