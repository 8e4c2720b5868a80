/** The processes that run from one installation: each can be asked by another of the same user, through a local socket. */
@NullMarked
package org.fascicle.installer.process;

import org.jspecify.annotations.NullMarked;
