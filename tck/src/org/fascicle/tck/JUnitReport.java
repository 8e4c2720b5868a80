package org.fascicle.tck;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;

/** Findings as JUnit's XML: a suite per technique, a case per check. */
final class JUnitReport {
    private static final String FORBIDDEN = "[^\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD]";

    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<Finding> findings, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new JUnitReport(xml).write(findings);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private void write(List<Finding> findings) throws XMLStreamException {
        Map<String, List<Finding>> suites = new LinkedHashMap<>();
        for (Finding finding : findings) {
            String suite = finding.bundle() + (finding.technique().isEmpty() ? "" : ": " + finding.technique());
            suites.computeIfAbsent(suite, s -> new ArrayList<>()).add(finding);
        }
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuites");
        for (Map.Entry<String, List<Finding>> suite : suites.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        line();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(String name, List<Finding> findings) throws XMLStreamException {
        line();
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", Integer.toString(findings.size()));
        attribute("failures", Long.toString(count(findings, Outcome.FAILED)));
        attribute("errors", "0");
        attribute("skipped", Long.toString(count(findings, Outcome.SKIPPED)));
        attribute("time", seconds(findings.stream().mapToDouble(Finding::seconds).sum()));
        for (Finding finding : findings) {
            line();
            xml.writeStartElement("testcase");
            attribute("classname", name);
            attribute("name", finding.check());
            attribute("time", seconds(finding.seconds()));
            if (finding.outcome() != Outcome.OK) {
                xml.writeEmptyElement(finding.outcome() == Outcome.FAILED ? "failure" : "skipped");
                attribute("message", finding.reason());
            }
            xml.writeEndElement();
        }
        line();
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value.replaceAll(FORBIDDEN, "?"));
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    private static long count(List<Finding> findings, Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
