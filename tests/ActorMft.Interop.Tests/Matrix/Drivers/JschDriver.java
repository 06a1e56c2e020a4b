import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.io.File;

/** KIND LOCAL REMOTE NEWREMOTE with JSch; see DriverClient.cs. */
public class JschDriver {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("Version")) {
            System.out.println(JSch.VERSION);
            return;
        }
        JSch jsch = new JSch();
        jsch.setKnownHosts(System.getenv("MATRIX_KNOWN_HOSTS"));
        if (System.getenv("MATRIX_KEY") != null) {
            jsch.addIdentity(System.getenv("MATRIX_KEY"));
        }
        Session session = jsch.getSession(System.getenv("MATRIX_USER"), "127.0.0.1", Integer.parseInt(System.getenv("MATRIX_PORT")));
        session.setPassword(System.getenv("MATRIX_PASSWORD"));
        session.connect();
        try {
            ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect();
            run(sftp, args[0], args[1], args[2], args[3]);
        } finally {
            session.disconnect();
        }
    }

    private static void run(ChannelSftp sftp, String kind, String local, String remote, String newRemote) throws Exception {
        switch (kind) {
            case "Get" -> sftp.get(remote, local);
            case "Put" -> sftp.put(local, remote);
            case "ResumeGet" -> sftp.get(remote, local, null, ChannelSftp.RESUME);
            case "ResumePut" -> sftp.put(local, remote, ChannelSftp.RESUME);
            case "Rename" -> sftp.rename(remote, newRemote);
            case "Link" -> sftp.symlink(new File(remote).getName(), newRemote);
            case "GetFolder" -> getFolder(sftp, new File(local), remote);
            case "PutFolder" -> putFolder(sftp, new File(local), remote);
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void putFolder(ChannelSftp sftp, File local, String remote) throws Exception {
        sftp.mkdir(remote);
        for (File entry : local.listFiles()) {
            String path = remote + "/" + entry.getName();
            if (entry.isDirectory()) {
                putFolder(sftp, entry, path);
            } else {
                sftp.put(entry.getPath(), path);
            }
        }
    }

    private static void getFolder(ChannelSftp sftp, File local, String remote) throws Exception {
        local.mkdir();
        for (Object each : sftp.ls(remote)) {
            ChannelSftp.LsEntry entry = (ChannelSftp.LsEntry) each;
            String name = entry.getFilename();
            if (name.equals(".") || name.equals("..")) {
                continue;
            }
            if (entry.getAttrs().isDir()) {
                getFolder(sftp, new File(local, name), remote + "/" + name);
            } else {
                sftp.get(remote + "/" + name, new File(local, name).getPath());
            }
        }
    }
}
