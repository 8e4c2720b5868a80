package org.fascicle.dashboard.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.fascicle.api.problem.InputException;
import org.fascicle.dashboard.web.Answer;
import org.fascicle.dashboard.web.BodyTooLarge;
import org.fascicle.dashboard.web.Gate;
import org.fascicle.dashboard.web.Question;
import org.fascicle.dashboard.web.Site;
import org.jspecify.annotations.Nullable;

/** Passes requests on, and answers back. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final List<String> HEADERS = List.of("host", "origin", "sec-fetch-site", Gate.HEADER);

    private final transient Site site;

    PageServlet(Site site) {
        this.site = site;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer.ALWAYS.forEach(response::setHeader);
        Question question = question(request);
        Answer answer = question == null ? Answer.empty(403) : site.answer(question);
        answer.headers().forEach(response::setHeader);
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    private static @Nullable Question question(HttpServletRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        Map<String, String> cookies = new HashMap<>();
        Cookie[] given = request.getCookies();
        for (Cookie cookie : given == null ? new Cookie[0] : given) {
            cookies.put(cookie.getName(), cookie.getValue());
        }
        try {
            return new Question(request.getMethod(), request.getPathInfo() == null ? "" : request.getPathInfo(),
                    query(request.getQueryString()), headers, cookies, request.getLocalPort(),
                    InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress(),
                    most -> body(request, most));
        } catch (IllegalArgumentException e) {
            // Somebody wrote an address that no browser writes.
            return null;
        }
    }

    private static byte[] body(HttpServletRequest request, int most) {
        if (request.getContentLengthLong() > most) {
            throw new BodyTooLarge(most);
        }
        try {
            byte[] read = request.getInputStream().readNBytes(most + 1);
            if (read.length > most) {
                throw new BodyTooLarge(most);
            }
            return read;
        } catch (IOException e) {
            throw new InputException("the request", null, "its body cannot be read: " + e.getMessage(), null);
        }
    }

    // Of the address alone: a servlet's own parameters may come from the body as well.
    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new HashMap<>();
        for (String part : text == null ? new String[0] : text.split("&")) {
            String[] words = part.split("=", 2);
            query.putIfAbsent(decoded(words[0]), words.length == 1 ? "" : decoded(words[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
