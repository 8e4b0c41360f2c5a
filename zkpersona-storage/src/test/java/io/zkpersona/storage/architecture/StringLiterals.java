package io.zkpersona.storage.architecture;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The string literals of Java source as the compiler reads them, including text blocks; literals
 * concatenated with {@code +} count as one.
 */
final class StringLiterals {

  /** Stands for the non-literal parts of a concatenation. */
  static final String EXPRESSION = "\u2026";

  private StringLiterals() {}

  /** Returns every string literal of a source file. */
  static List<String> in(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                diagnostic -> {},
                List.of("-proc:none", "--release", "17"),
                null,
                List.of(file));
    List<String> texts = new ArrayList<>();
    try {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
          if (literal.getValue() instanceof String text) {
            texts.add(text);
          }
          return null;
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void nothing) {
          String joined = joined(binary);
          if (joined.replace(EXPRESSION, "").isEmpty()) {
            return super.visitBinary(binary, null);
          }
          texts.add(joined);
          return null;
        }
      }.scan(task.parse(), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String joined(Tree tree) {
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      return text;
    }
    if (tree instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
      return joined(binary.getLeftOperand()) + joined(binary.getRightOperand());
    }
    if (tree instanceof ParenthesizedTree inner) {
      return joined(inner.getExpression());
    }
    return EXPRESSION;
  }
}
