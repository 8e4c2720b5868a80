/** The verbs of the command line. */
@NullMarked
package org.fascicle.app.verb;

import org.jspecify.annotations.NullMarked;
