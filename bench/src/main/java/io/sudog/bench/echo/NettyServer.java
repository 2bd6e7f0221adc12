package io.sudog.bench.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Netty's echo server: an event loop for each processor. */
public final class NettyServer {
  /** The second argument for the JDK's selector; anything else means Netty's own epoll. */
  public static final String NIO = "nio";

  private static final int BACKLOG = 4_096;

  private NettyServer() {}

  /**
   * Runs the program.
   *
   * @param args the number of processors, and nio or epoll
   * @throws IOException when standard input cannot be read
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[1].equals(NIO)) {
      run(args, NioIoHandler.newFactory(), NioServerSocketChannel.class);
    } else {
      run(args, EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }
    System.exit(0);
  }

  private static void run(
      String[] args, IoHandlerFactory io, Class<? extends ServerChannel> transport)
      throws IOException, InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(Server.processors(args), io))
            .channel(transport)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Echo());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    Server.converse(((InetSocketAddress) listener.localAddress()).getPort());
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      var _ = ctx.write(message, ctx.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close(); // the load closes its connections by a reset
    }
  }
}
