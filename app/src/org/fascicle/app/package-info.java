/** The platform as an application: what the command line and the shell stand on. */
@NullMarked
package org.fascicle.app;

import org.jspecify.annotations.NullMarked;
