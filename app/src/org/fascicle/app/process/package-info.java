/** The process that the command line runs in. */
@NullMarked
package org.fascicle.app.process;

import org.jspecify.annotations.NullMarked;
