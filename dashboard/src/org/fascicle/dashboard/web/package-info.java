/** Requests and answers, and which requests are answered. */
@NullMarked
package org.fascicle.dashboard.web;

import org.jspecify.annotations.NullMarked;
