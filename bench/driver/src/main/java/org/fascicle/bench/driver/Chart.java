package org.fascicle.bench.driver;

import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;
import org.w3c.dom.Document;

/** Draws the median speeds of all systems, each at its best threads, as a share of the hand-written plan's. */
final class Chart {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 500;

    private Chart() {}

    static void write(List<Cell> cells, Path file) throws IOException {
        List<String> places = new ArrayList<>();
        Map<String, List<Number>> series = new LinkedHashMap<>();
        cells.forEach(cell -> cell.contestants().forEach(each -> series.put(each.system(), new ArrayList<>())));
        for (Cell cell : cells) {
            places.add(cell.network + " " + cell.batch);
            double plan = Cell.median(cell.best(each -> each.side() == Contestant.Side.PLAN));
            series.forEach((system, values) -> {
                List<Double> best = cell.best(each -> each.system().equals(system));
                values.add(best.isEmpty() ? 0 : Cell.median(best) / plan);
            });
        }
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Training speed, the hand-written plan being 1").yAxisTitle("relative samples per second").build();
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        series.forEach((system, values) -> chart.addSeries(system, places, values));
        SVGGraphics2D graphics = new SVGGraphics2D(document());
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.stream(file.toString(), true);
    }

    private static Document document() throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IOException(e);
        }
    }
}
