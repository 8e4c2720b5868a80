/** The commands of the shell that a process has beside the verbs. */
@NullMarked
package org.fascicle.app.shell;

import org.jspecify.annotations.NullMarked;
