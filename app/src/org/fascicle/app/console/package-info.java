/** What is printed: tables, lines of JSON, numbers and problems. */
@NullMarked
package org.fascicle.app.console;

import org.jspecify.annotations.NullMarked;
