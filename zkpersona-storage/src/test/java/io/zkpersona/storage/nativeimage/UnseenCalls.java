package io.zkpersona.storage.nativeimage;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * An agent for calls that need metadata, too, and that Spring's agent does not record: arrays made
 * by reflection, and method handles. Those of other libraries have constant arguments, which the
 * compiler of an image sees by itself.
 */
public final class UnseenCalls implements ClassFileTransformer {

  /** Names of array types. */
  static final Set<String> ARRAYS = ConcurrentHashMap.newKeySet();

  /** Methods that handles were made of. */
  static final Set<Method> HANDLES = ConcurrentHashMap.newKeySet();

  private static final String HERE = Type.getInternalName(UnseenCalls.class);
  private static final String HANDLES_OF = "io/zkpersona/";
  private static @Nullable Instrumentation instrumentation;

  private final String[] packages;

  private UnseenCalls(String... packages) {
    this.packages = packages;
  }

  /**
   * Called by the JVM.
   *
   * @param packages the packages whose calls are recorded, separated by commas
   */
  public static void premain(String packages, Instrumentation jvm) {
    instrumentation = jvm;
    jvm.addTransformer(new UnseenCalls(packages.replace('.', '/').split(",")));
  }

  /** Returns the names of all classes that the JVM has loaded. */
  static Set<String> loadedClasses() {
    Set<String> names = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      names.add(type.getName());
    }
    return names;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (name == null || name.equals(HERE) || Arrays.stream(packages).noneMatch(name::startsWith)) {
      return null;
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Redirection(writer, name.startsWith(HANDLES_OF)), 0);
    return writer.toByteArray();
  }

  /** Stands in for {@link Array#newInstance(Class, int)}. */
  public static Object newInstance(Class<?> type, int length) {
    ARRAYS.add(type.getTypeName() + "[]");
    return Array.newInstance(type, length);
  }

  /** Stands in for {@link Class#arrayType()}. */
  public static Class<?> arrayType(Class<?> type) {
    ARRAYS.add(type.getTypeName() + "[]");
    return type.arrayType();
  }

  /** Stands in for {@link Lookup#findStatic}. */
  public static MethodHandle findStatic(Lookup lookup, Class<?> type, String name, MethodType of)
      throws ReflectiveOperationException {
    MethodHandle found = lookup.findStatic(type, name, of);
    HANDLES.add(type.getMethod(name, of.parameterArray()));
    return found;
  }

  /** Stands in for {@link Lookup#findVirtual}. */
  public static MethodHandle findVirtual(Lookup lookup, Class<?> type, String name, MethodType of)
      throws ReflectiveOperationException {
    MethodHandle found = lookup.findVirtual(type, name, of);
    HANDLES.add(type.getMethod(name, of.parameterArray()));
    return found;
  }

  /** Sends calls to the methods of this class. */
  private static final class Redirection extends ClassVisitor {

    private final boolean handles;

    Redirection(ClassVisitor next, boolean handles) {
      super(Opcodes.ASM9, next);
      this.handles = handles;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String type, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, method, type, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int code, String owner, String name, String descriptor, boolean ofInterface) {
          String call = owner + "." + name + descriptor;
          if (call.equals(
              "java/lang/reflect/Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;")) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, name, descriptor, false);
          } else if (call.startsWith("java/lang/Class.arrayType()")
              || (handles && call.startsWith("java/lang/invoke/MethodHandles$Lookup.find"))) {
            String withReceiver = "(L" + owner + ";" + descriptor.substring(1);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, name, withReceiver, false);
          } else {
            super.visitMethodInsn(code, owner, name, descriptor, ofInterface);
          }
        }
      };
    }
  }
}
